import { AddressBook } from "#emulator/world/address-book.ts";
import { macAddress, macOrdinal } from "#emulator/world/address-texts.ts";
import type { NetworkInterface } from "#emulator/world/network-interface-record.ts";
import type { VSwitch } from "#emulator/world/network-records.ts";
import { VSwitchAddresses } from "#emulator/world/vswitch-addresses.ts";

const NONE = new AddressBook();

/** Which addresses are given out, per vSwitch, and which MAC address comes next. Told of every change of an ENI. */
export class AddressBooks {
  readonly #books = new Map<string, AddressBook>();
  /** In lower case, so that the later text is the higher number. */
  #highestMac = "";

  /** One of both is undefined for an ENI that came or went. */
  changed(before: NetworkInterface | undefined, after: NetworkInterface | undefined): void {
    if (after) this.#noteMac(after.MacAddress);
    if (before && after && isAddressedAlike(before, after)) return;
    if (before) this.#bookOf(before.VSwitchId).remove(before);
    if (after) this.#bookOf(after.VSwitchId).add(after);
  }

  /** The addresses of a vSwitch as they are now; what a call takes there stays its own until an ENI has it. */
  of(vSwitch: VSwitch): VSwitchAddresses {
    return new VSwitchAddresses(vSwitch, this.#books.get(vSwitch.VSwitchId) ?? NONE);
  }

  /** A MAC address that no ENI has or had. */
  nextMacAddress(): string {
    const mac = macAddress(macOrdinal(this.#highestMac) + 1);
    this.#noteMac(mac);
    return mac;
  }

  #noteMac(text: string): void {
    const mac = text.toLowerCase();
    if (mac > this.#highestMac && macOrdinal(mac) > 0) this.#highestMac = mac;
  }

  #bookOf(vSwitchId: string): AddressBook {
    const known = this.#books.get(vSwitchId);
    if (known) return known;
    const book = new AddressBook();
    this.#books.set(vSwitchId, book);
    return book;
  }
}

/** Rows are replaced, never changed in place, so that a list that is the same object is the same list. */
function isAddressedAlike(before: NetworkInterface, after: NetworkInterface): boolean {
  return (
    before.VSwitchId === after.VSwitchId &&
    before.PrivateIpSets === after.PrivateIpSets &&
    before.Ipv4PrefixSets === after.Ipv4PrefixSets &&
    before.Ipv6Sets === after.Ipv6Sets
  );
}
