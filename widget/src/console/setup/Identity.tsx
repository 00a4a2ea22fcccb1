import { Alert, Button, Input, Segmented } from "antd";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { locale } from "../locale";
import { checkIdentity, type IdentityCheck } from "./api";
import { Copied } from "./Copied";
import { example, type Language, languages } from "./examples";
import { Part } from "./Part";
import { words } from "./words";

const moment = (ms: number) => new Date(ms).toLocaleString(locale === "en" ? "en" : "zh-CN", { dateStyle: "medium", timeStyle: "short" });

/** How the shop says who its customer is, in the languages of its server, and whether what it signs counts. */
export function Identity({ site }: { site: string }) {
  const [language, setLanguage] = useState<Language>("node");
  const code = useQuery({ queryKey: ["example", language], queryFn: () => example(language), staleTime: Infinity });
  const [first, second, third] = words.identitySteps(site);
  return (
    <Part title={words.identity} hint={words.identityHint}>
      <ol>
        <li>{first}</li>
        <li>
          {second}
          <Copied text={`<script>yiwen.setUser(${JSON.stringify(words.identityCall)});</script>`} label={words.identityCall} />
        </li>
        <li>{third}</li>
      </ol>
      <Segmented<Language> aria-label={words.language} value={language} options={languages} onChange={setLanguage} />
      <Copied text={code.data ?? ""} label={words.language} />
      <Check key={site} site={site} />
    </Part>
  );
}

/** What the server thinks of an identity that the shop has signed. */
function Check({ site }: { site: string }) {
  const [typed, setTyped] = useState("");
  const check = useMutation({ mutationFn: (identity: string) => checkIdentity(site, identity) });
  return (
    <section aria-label={words.check}>
      <h3>{words.check}</h3>
      <p className="soft">{words.checkHint}</p>
      <Input.TextArea
        className="mono" aria-label={words.checkLabel} value={typed} autoSize={{ minRows: 2, maxRows: 6 }} maxLength={4096} spellCheck={false}
        onChange={(e) => {
          setTyped(e.target.value);
          check.reset();
        }}
      />
      <Button className="setup-check" disabled={typed.trim() === "" || check.isPending} onClick={() => check.mutate(typed.trim())}>{words.checkGo}</Button>
      <div aria-live="polite">
        {check.error && <Alert type="warning" showIcon title={check.error.message} />}
        {check.data && <Said of={check.data} />}
      </div>
    </section>
  );
}

function Said({ of }: { of: IdentityCheck }) {
  const { form, problem, customer, audience, expires_ms, old_key } = of;
  const until = expires_ms !== undefined && <p>{words.checkUntil(moment(expires_ms))}</p>;
  if (problem) {
    return (
      <Alert
        type="error" showIcon title={words.problems[problem]}
        description={<>{problem === "audience" && <p>{audience?.length ? words.checkFor(audience.join(" ")) : words.checkForNobody}</p>}{until}</>}
      />
    );
  }
  const { registered_ms, vip, merchant, ...texts } = customer ?? { user: "" };
  const rows = { ...texts, ...(vip && { vip: words.yes }), ...(merchant && { merchant: words.yes }), ...(registered_ms && { registered: moment(registered_ms) }) };
  return (
    <Alert
      type="success" showIcon title={`${words.checkFine} · ${words.checkForms[form]}`}
      description={
        <>
          {old_key && <p className="und-warn">{words.checkOld}</p>}
          <p>{words.checkShown}</p>
          <dl className="setup-facts">
            {Object.entries(rows).map(([name, value]) => <div key={name}><dt>{words.claims[name as keyof typeof words.claims]}</dt><dd>{value}</dd></div>)}
          </dl>
          {until}
        </>
      }
    />
  );
}
