// The form in React: a section at a time, a radio group for each scale, nothing kept.
import { memo, useCallback, useState } from "react";
import { createRoot } from "react-dom/client";
import form from "./form.json";

const Scale = memo(function Scale({ item, value, set }) {
  return (
    <fieldset className="question">
      <legend>{item.words}</legend>
      {form.points.map((point) => (
        <label key={point.value}>
          <input
            type="radio"
            name={item.id}
            checked={value === point.value}
            onChange={() => set(item.id, point.value)}
          />
          {point.words}
        </label>
      ))}
    </fieldset>
  );
});

const Text = memo(function Text({ item, value, set }) {
  return (
    <label className="question">
      {item.words}
      <textarea rows="4" value={value ?? ""} onChange={(event) => set(item.id, event.target.value)} />
    </label>
  );
});

function Sheet() {
  const [answers, setAnswers] = useState({});
  const [at, setAt] = useState(0);
  const set = useCallback((id, value) => setAnswers((old) => ({ ...old, [id]: value })), []);
  const section = form.sections[at];
  return (
    <main>
      <h1>{section.words}</h1>
      {section.items.map((item) => {
        const Field = item.isText ? Text : Scale;
        return <Field key={item.id} item={item} value={answers[item.id]} set={set} />;
      })}
      <div className="bottom-bar">
        <progress max={form.n} value={Object.keys(answers).length} />
        <button onClick={() => setAt((at + 1) % form.sections.length)}>次へ</button>
      </div>
    </main>
  );
}

createRoot(document.getElementById("app")).render(<Sheet />);
