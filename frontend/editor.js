// The editor for a program, on CodeMirror 6. It lives in a shadow root: there CodeMirror puts its
// styles into a constructed style sheet, which a strict Content-Security-Policy lets pass, while a
// <style> element in the page would need a nonce.
import { closeBrackets, closeBracketsKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { python } from "@codemirror/lang-python";
import {
  HighlightStyle, bracketMatching, indentOnInput, indentUnit, syntaxHighlighting,
} from "@codemirror/language";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { EditorState } from "@codemirror/state";
import {
  EditorView, drawSelection, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers,
} from "@codemirror/view";
import { tags } from "@lezer/highlight";

// Colours come from the page's variables, which cross a shadow root; each has a value of its own
// for a page that does not set it.
const colour = (name, otherwise) => `var(--code-${name}, ${otherwise})`;

const look = EditorView.theme({
  "&": { color: colour("text", "inherit"), backgroundColor: colour("background", "transparent"), fontSize: "inherit" },
  "&.cm-focused": { outline: `2px solid ${colour("focus", "Highlight")}`, outlineOffset: "-2px" },
  ".cm-scroller": { fontFamily: "var(--font-mono, ui-monospace, monospace)", lineHeight: "1.5", maxHeight: "70vh" },
  ".cm-content": { caretColor: colour("text", "currentColor") },
  ".cm-cursor": { borderLeftColor: colour("text", "currentColor") },
  ".cm-gutters": { color: colour("faint", "GrayText"), backgroundColor: "transparent", border: "none" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: colour("line", "rgb(128 128 128 / 0.1)") },
  ".cm-marked": { backgroundColor: colour("marked", "rgb(220 60 60 / 0.2)") },
});

const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword], color: colour("keyword", "#8250df") },
  { tag: [tags.string, tags.special(tags.string)], color: colour("string", "#0a6b3d") },
  { tag: [tags.number, tags.bool, tags.null], color: colour("number", "#0550ae") },
  { tag: tags.comment, color: colour("comment", "GrayText"), fontStyle: "italic" },
  { tag: [tags.function(tags.variableName), tags.definition(tags.variableName)], color: colour("name", "#953800") },
  { tag: [tags.className, tags.typeName], color: colour("class", "#953800") },
  { tag: tags.invalid, color: colour("invalid", "#b42318") },
]);

/**
 * Open an editor on a Python program inside `parent`.
 *
 * `label` names it for screen readers. `onRun(text)` is called for Ctrl/⌘+Enter, `onCancel()` for
 * Escape, `onChange(text)` after every change; each may be left out. Tab indents; Escape then Tab
 * leaves the editor, as CodeMirror does it. `line`, counted from 1, is where the cursor starts.
 *
 * Returns `{ text(), setText(text), focus(), close() }`.
 */
export function openEditor(parent, text, { label, onRun, onCancel, onChange, line } = {}) {
  const root = parent.shadowRoot ?? parent.attachShadow({ mode: "open" });
  const act = (action, ...args) => (action ? (action(...args), true) : false);
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: text,
      extensions: [
        lineNumbers(), highlightActiveLineGutter(), history(), drawSelection(), indentOnInput(),
        bracketMatching(), closeBrackets(), highlightActiveLine(), highlightSelectionMatches(),
        python(), indentUnit.of("    "), EditorState.tabSize.of(4), syntaxHighlighting(colours), look,
        EditorView.contentAttributes.of({ "aria-label": label ?? "Python", spellcheck: "false" }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) act(onChange, update.state.doc.toString());
        }),
        keymap.of([
          { key: "Mod-Enter", run: (editor) => act(onRun, editor.state.doc.toString()) },
          ...closeBracketsKeymap, ...defaultKeymap, ...searchKeymap, ...historyKeymap, indentWithTab,
          { key: "Escape", run: () => act(onCancel) },
        ]),
      ],
    }),
  });
  if (line) {
    const place = view.state.doc.line(Math.min(Math.max(line, 1), view.state.doc.lines)).from;
    view.dispatch({ selection: { anchor: place }, effects: EditorView.scrollIntoView(place, { y: "center" }) });
  }
  return {
    text: () => view.state.doc.toString(),
    setText: (next) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: next } }),
    focus: () => view.focus(),
    close: () => view.destroy(),
  };
}
