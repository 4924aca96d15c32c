import type { NetworkInterface, Tag } from "#lib/domain/network-interface.ts";

/** Who else looks after an ENI, and what in its own data says so. */
export interface Owner {
  kind: "service" | "terway" | "kubernetes" | "terraform" | "ros";
  name: string;
  /** The field or tag that tells, as ECS shows it. */
  evidence: string;
}

const shown = ({ key, value }: Tag) => (value === "" ? key : `${key}=${value}`);

/** Tag keys under which people commonly write which tool manages a thing. Custom, not an ECS rule. */
const MANAGER_KEYS = [
  "managed-by",
  "managed_by",
  "managedby",
  "created-by",
  "created_by",
  "createdby",
  "creator",
];

function namesManager({ key, value }: Tag, manager: string): boolean {
  const lowerKey = key.toLowerCase();
  const lowerValue = value.toLowerCase();
  return MANAGER_KEYS.includes(lowerKey) && (lowerValue === manager || lowerValue.startsWith(`${manager}-`));
}

/** Terway marks its ENIs with creator=terway and a fixed description (AliyunContainerService/terway, types/aliyun.go). */
function terwayEvidence(eni: NetworkInterface): string | null {
  const tag = eni.tags.find((candidate) => namesManager(candidate, "terway"));
  if (tag) return shown(tag);
  return /^interface create by terway/i.test(eni.description) ? `Description: ${eni.description}` : null;
}

/** Container Service and other Kubernetes tools tag with the cluster or the pod that uses the ENI. */
const KUBERNETES_KEY =
  /^(ack\.aliyun\.com|k8s_pod_|k8s\.|kubernetes\.|io\.cilium)|[./](k8s|kubernetes)\.io\//i;

function terraformTag(tag: Tag): boolean {
  const key = tag.key.toLowerCase();
  return key === "terraform" || key.startsWith("terraform:") || namesManager(tag, "terraform");
}

/** Every owner the ENI's own data names, the strictest first; empty where nothing tells. */
export function ownersOf(eni: NetworkInterface): Owner[] {
  const owners: Owner[] = [];
  if (eni.serviceManaged) {
    const evidence = eni.serviceId === null ? "ServiceManaged" : `ServiceManaged, ServiceID ${eni.serviceId}`;
    owners.push({ kind: "service", name: eni.serviceId ?? "Alibaba Cloud service", evidence });
  }
  const terway = terwayEvidence(eni);
  if (terway !== null) owners.push({ kind: "terway", name: "Terway", evidence: terway });
  const kubernetes = eni.tags.find((tag) => KUBERNETES_KEY.test(tag.key));
  if (kubernetes) owners.push({ kind: "kubernetes", name: "Kubernetes", evidence: shown(kubernetes) });
  const terraform = eni.tags.find(terraformTag);
  if (terraform) owners.push({ kind: "terraform", name: "Terraform", evidence: shown(terraform) });
  const ros = eni.tags.find((tag) => tag.key.toLowerCase().startsWith("acs:ros:"));
  if (ros) owners.push({ kind: "ros", name: "Resource Orchestration Service", evidence: shown(ros) });
  return owners;
}
