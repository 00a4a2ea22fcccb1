import { Markup } from "../markup/Markup";
import type { Greeting } from "./greeting";
import { strings } from "./strings";

/** The first words of the shop and its hot questions, at the top of the log. */
export function Welcome({ greeting, ask }: { greeting: Greeting | null; ask(question: string): void }) {
  const hot = greeting?.hot ?? [];
  return (
    <section class="welcome">
      <div class="words">
        <Markup text={greeting?.welcome || strings.welcome} rich />
      </div>
      {hot.length > 0 && (
        <>
          <h2>{strings.hot}</h2>
          <ul>
            {hot.map((h) => (
              <li key={h.id}>
                <button type="button" onClick={() => ask(h.question)}>
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
