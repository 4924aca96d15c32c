import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { currentToasts, dismissToast, showToast } from "#components/ui/toast-store.ts";

const titles = () => currentToasts().map(({ title }) => title);

describe("toasts", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    for (const { id } of currentToasts()) dismissToast(id);
    vi.useRealTimers();
  });

  test("the same id again replaces what is shown, in place", () => {
    showToast({ id: "detach", tone: "pending", title: "Sending" });
    showToast({ tone: "danger", title: "Other" });
    showToast({ id: "detach", tone: "success", title: "Accepted" });
    expect(titles()).toEqual(["Accepted", "Other"]);
  });

  test("success leaves by itself, errors and what is under way stay", () => {
    showToast({ tone: "success", title: "Accepted" });
    showToast({ tone: "danger", title: "Refused" });
    showToast({ tone: "pending", title: "Sending" });
    vi.advanceTimersByTime(60_000);
    expect(titles()).toEqual(["Refused", "Sending"]);
  });

  test("a success that turned into an error does not leave on the success's timer", () => {
    showToast({ id: "a", tone: "success", title: "Accepted" });
    showToast({ id: "a", tone: "danger", title: "Refused" });
    vi.advanceTimersByTime(60_000);
    expect(titles()).toEqual(["Refused"]);
  });

  test("no more than four are shown; the oldest makes room", () => {
    for (const title of ["1", "2", "3", "4", "5"]) showToast({ tone: "danger", title });
    expect(titles()).toEqual(["2", "3", "4", "5"]);
  });
});
