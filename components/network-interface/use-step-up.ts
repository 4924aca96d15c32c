import { useMutation } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useTexts } from "#components/preferences/preferences-provider.tsx";
import { stepUp } from "#lib/client/account.ts";
import { type ApiFailure, asApiFailure } from "#lib/client/api-failure.ts";
import type { Preflight } from "#lib/contract/requests.ts";

/** The proof that goes before a sending: needed as the pre-flight says, and given by a password in the same dialog. */
export function useStepUp(needed: Preflight["stepUp"]) {
  const t = useTexts();
  const passwordRef = useRef<HTMLInputElement>(null);
  const [password, setPassword] = useState("");
  const [problem, setProblem] = useState<string>();
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const proof = useMutation({ mutationFn: stepUp, retry: false });

  function complain(words: string): false {
    setProblem(words);
    passwordRef.current?.focus();
    return false;
  }

  /** True when the sending may follow. A wrong password sends nothing. */
  async function prove(): Promise<boolean> {
    setFailure(null);
    if (needed !== "password") return true;
    if (password === "") return complain(t("stepUp.empty"));
    try {
      await proof.mutateAsync(password);
      setPassword("");
      setProblem(undefined);
      return true;
    } catch (thrown) {
      const failed = asApiFailure(thrown);
      if (failed.problem?.type === "wrong-password") return complain(failed.problem.title);
      setFailure(failed);
      return false;
    }
  }
  return { password, setPassword, problem, failure, prove, passwordRef, pending: proof.isPending };
}
