"use client";

import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { Table, TableBody, TableHead, TableRow } from "#components/ui/table.tsx";
import { Td, Th } from "#components/ui/table-cell.tsx";
import type { NetworkInterfaceRow } from "#lib/contract/inventory.ts";

/** Every address of an ENI with its kind and the EIP that is mapped to it. */
export function AddressTable({ row }: { row: NetworkInterfaceRow }) {
  const t = useTexts();
  const addresses = [
    ...row.privateIps.map(({ address, primary, publicIp }) => ({
      address,
      kind: t(primary ? "eni.kindPrimary" : "eni.kindSecondary"),
      publicIp,
    })),
    ...row.ipv6.map((address) => ({ address, kind: t("eni.kindIpv6"), publicIp: undefined })),
  ];
  return (
    <Table label={t("eni.addresses")} density="compact" stickyFirstColumn={false}>
      <TableHead>
        <Th>{t("eni.address")}</Th>
        <Th>{t("eni.addressKind")}</Th>
        <Th>{t("eni.addressPublic")}</Th>
      </TableHead>
      <TableBody>
        {addresses.map(({ address, kind, publicIp }) => (
          <TableRow key={address}>
            <Td mono>
              <span className="inline-flex items-center gap-1">
                {address}
                <CopyButton value={address} label={t("ui.copy.of", { what: address })} />
              </span>
            </Td>
            <Td className="text-ink-muted">{kind}</Td>
            <Td mono>{publicIp ?? t("list.none")}</Td>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
