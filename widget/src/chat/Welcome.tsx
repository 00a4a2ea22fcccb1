import { Markup } from "../markup/Markup";
import { moment } from "./clock";
import { later } from "./later";
import type { Model } from "./model";
import { strings, tongue } from "./strings";

/** What only entrances have is not loaded by others. */
export const Info = later(async () => (await import("./Info")).Info);

/** The first words of the shop, its hot questions and what may be filled in before, at the top of the log. */
export function Welcome({ model }: { model: Model }) {
  const greeting = model.greeting.value;
  const hot = greeting?.hot ?? [];
  const words = greeting?.welcome || strings.welcome;
  return (
    <section class="welcome">
      <div class="words" lang={tongue(words)}>
        <Markup text={words} rich />
      </div>
      {greeting?.away && <p class="sub">{strings.away(greeting.opens_ms ? moment(greeting.opens_ms, Date.now()) : "")}</p>}
      {greeting?.form && <Info form={greeting.form} model={model} />}
      {hot.length > 0 && (
        <>
          <h2>{strings.hot}</h2>
          <ul>
            {hot.map((h) => (
              <li key={h.id}>
                <button type="button" lang={tongue(h.question)} onClick={() => model.session.say(h.question)}>
                  {h.question}
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
