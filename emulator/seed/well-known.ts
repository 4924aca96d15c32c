/**
 * Ids of the demo fleet that tests, documents and demonstrations may rely on;
 * they never change. `demoSeed` makes them, a test checks that they exist.
 */
const hangzhou = (word: string) => `bp1${word}`.padEnd(20, "0");
const beijing = (word: string) => `2ze${word}`.padEnd(20, "0");
const singapore = (word: string) => `t4n${word}`.padEnd(20, "0");

export const wellKnown = {
  web1: {
    instanceId: `i-${hangzhou("web1")}`,
    primaryEniId: `eni-${hangzhou("web1primary")}`,
    /** Detachable, and nothing warns about it. */
    secondEniId: `eni-${hangzhou("web1second")}`,
    thirdEniId: `eni-${hangzhou("web1third")}`,
  },
  web2: { instanceId: `i-${hangzhou("web2")}`, secondEniId: `eni-${hangzhou("web2second")}` },
  db1: { instanceId: `i-${beijing("db1")}`, secondEniId: `eni-${beijing("db1second")}` },
  batch1: { instanceId: `i-${hangzhou("batch1")}`, secondEniId: `eni-${hangzhou("batch1second")}` },
  stopping1: { instanceId: `i-${hangzhou("stopping1")}`, secondEniId: `eni-${hangzhou("stopping1second")}` },
  pending1: { instanceId: `i-${beijing("pending1")}`, secondEniId: `eni-${beijing("pending1second")}` },
  locked1: { instanceId: `i-${hangzhou("locked1")}`, secondEniId: `eni-${hangzhou("locked1second")}` },
  coldPlug1: { instanceId: `i-${hangzhou("cold1")}`, secondEniId: `eni-${hangzhou("cold1second")}` },
  hangzhouStopped: { instanceId: `i-${hangzhou("stopped1")}` },
  k8sNode1: {
    instanceId: `i-${hangzhou("k8snode1")}`,
    terwayEniId: `eni-${hangzhou("k8snode1pods")}`,
    prefixEniId: `eni-${hangzhou("k8snode1prefix")}`,
  },
  trunk1: {
    instanceId: `i-${hangzhou("trunk1")}`,
    trunkEniId: `eni-${hangzhou("trunk1trunk")}`,
    member1EniId: `eni-${hangzhou("trunk1member1")}`,
    member2EniId: `eni-${hangzhou("trunk1member2")}`,
  },
  trunk2: { instanceId: `i-${beijing("trunk2")}`, trunkEniId: `eni-${beijing("trunk2trunk")}` },
  tf1: { instanceId: `i-${hangzhou("tf1")}`, secondEniId: `eni-${hangzhou("tf1second")}` },
  ros1: { instanceId: `i-${hangzhou("ros1")}`, secondEniId: `eni-${hangzhou("ros1second")}` },
  release1: { instanceId: `i-${hangzhou("release1")}`, secondEniId: `eni-${hangzhou("release1second")}` },
  managed1: {
    instanceId: `i-${hangzhou("managed1")}`,
    serviceEniId: `eni-${hangzhou("managed1second")}`,
    /** Managed by a service that does not say what it is attached to. */
    hiddenEniId: `eni-${hangzhou("managedhidden")}`,
  },
  rdma1: { instanceId: `i-${beijing("rdma1")}`, secondEniId: `eni-${beijing("rdma1second")}` },
  stuck1: { instanceId: `i-${singapore("stuck1")}`, detachingEniId: `eni-${singapore("stuck1second")}` },
  states1: {
    instanceId: `i-${singapore("states1")}`,
    attachingEniId: `eni-${singapore("states1attaching")}`,
    linkedEniId: `eni-${singapore("states1linked")}`,
    linkingEniId: `eni-${singapore("states1linking")}`,
    unlinkingEniId: `eni-${singapore("states1unlinking")}`,
  },
  lone: {
    availableEniId: `eni-${singapore("loneavailable")}`,
    creatingEniId: `eni-${singapore("lonecreating")}`,
    createFailedEniId: `eni-${singapore("lonecreatefailed")}`,
    deletingEniId: `eni-${singapore("lonedeleting")}`,
  },
  /** Available, in the zone of web-1, which has room for it. */
  attachable: { eniId: `eni-${hangzhou("attachable")}` },
  /** Instances and ENIs whose names are attacks, numbered from 1. */
  hostile: {
    instanceId: (number: number) => `i-${singapore(`hostile${number}`)}`,
    eniId: (number: number) => `eni-${singapore(`hostile${number}eni`)}`,
  },
} as const;

/** The second account: its ENIs are out of reach of the first one's keys, but for who assumes its role. */
export const partner = {
  accountId: "1000000000000002",
  roleArn: "acs:ram::1000000000000002:role/eni-desk",
  key: { accessKeyId: "emulator-partner", accessKeySecret: "emulator-partner-secret" },
  instanceId: `i-${hangzhou("partner1")}`,
  secondEniId: `eni-${hangzhou("partner1second")}`,
} as const;
