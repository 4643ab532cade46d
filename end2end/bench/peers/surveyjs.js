// The form in SurveyJS: a page for each section, as its documentation advises for long forms.
import { Model } from "survey-core";
import "survey-core/survey-core.css";
import "survey-js-ui";
import form from "./form.json";

const pages = form.sections.map((section) => ({
  title: section.words,
  elements: section.items.map((item) =>
    item.isText
      ? { type: "comment", name: item.id, title: item.words, rows: 4 }
      : {
          type: "radiogroup",
          name: item.id,
          title: item.words,
          choices: form.points.map((it) => ({ value: it.value, text: it.words })),
        },
  ),
}));
const survey = new Model({ pages, textUpdateMode: "onTyping" });
survey.render(document.getElementById("app"));
