import { describe, expect, it } from "vitest";
import { AskedSearches } from "#components/list/asked-searches.ts";

describe("the base of the next change of an address", () => {
  it("is what the bar says while nothing is on its way", () => {
    const searches = new AskedSearches();
    expect(searches.base("a=1")).toBe("a=1");
    searches.arrived("a=1");
    expect(searches.base("a=2")).toBe("a=2");
  });

  it("is the newest that was asked for, though an older one is in the bar", () => {
    const searches = new AskedSearches();
    searches.ask("region=x");
    searches.ask("region=x&q=y");
    searches.arrived("region=x");
    expect(searches.base("region=x")).toBe("region=x&q=y");
    searches.arrived("region=x&q=y");
    expect(searches.base("")).toBe("");
  });

  it("does not mind being told twice what arrived", () => {
    const searches = new AskedSearches();
    searches.ask("q=1");
    searches.ask("q=2");
    searches.arrived("q=1");
    searches.arrived("q=1");
    expect(searches.base("q=1")).toBe("q=2");
  });

  it("forgets everything with the page", () => {
    const searches = new AskedSearches();
    searches.ask("q=1");
    searches.forget();
    expect(searches.base("q=9")).toBe("q=9");
  });

  it("forgets older ones that were rendered together with a newer one", () => {
    const searches = new AskedSearches();
    searches.ask("q=1");
    searches.ask("q=2");
    searches.arrived("q=2");
    expect(searches.base("q=9")).toBe("q=9");
  });

  it("gives way to a link or the back button", () => {
    const searches = new AskedSearches();
    searches.ask("q=1");
    searches.arrived("");
    expect(searches.base("")).toBe("");
  });
});
