// The form in Solid: a section at a time, a radio group for each scale, nothing kept.
import { createSignal, For, Show } from "solid-js";
import { createStore } from "solid-js/store";
import { render } from "solid-js/web";
import form from "./form.json";

const [answers, setAnswers] = createStore({});

function Scale(props) {
  return (
    <fieldset class="question">
      <legend>{props.item.words}</legend>
      <For each={form.points}>
        {(point) => (
          <label>
            <input
              type="radio"
              name={props.item.id}
              checked={answers[props.item.id] === point.value}
              onChange={() => setAnswers(props.item.id, point.value)}
            />
            {point.words}
          </label>
        )}
      </For>
    </fieldset>
  );
}

function Text(props) {
  return (
    <label class="question">
      {props.item.words}
      <textarea
        rows="4"
        value={answers[props.item.id] ?? ""}
        onInput={(event) => setAnswers(props.item.id, event.target.value)}
      />
    </label>
  );
}

function Sheet() {
  const [at, setAt] = createSignal(0);
  const section = () => form.sections[at()];
  return (
    <main>
      <h1>{section().words}</h1>
      <For each={section().items}>
        {(item) => (
          <Show when={item.isText} fallback={<Scale item={item} />}>
            <Text item={item} />
          </Show>
        )}
      </For>
      <div class="bottom-bar">
        <progress max={form.n} value={Object.keys(answers).length} />
        <button onClick={() => setAt((at() + 1) % form.sections.length)}>次へ</button>
      </div>
    </main>
  );
}

render(() => <Sheet />, document.getElementById("app"));
