/** Everything of one person's, as files: asked for twice, and taken away again. */
import type { Block } from "../../domain/message.ts";
import { confirming } from "../confirm.ts";
import { exportOf } from "../export.ts";
import { ownFiles } from "../media/own.ts";
import { button, message, note, paragraph, type View } from "./view.ts";

const file = (name: string, mime: string, text: string): Block => ({
  type: "file",
  name,
  mime,
  data: new TextEncoder().encode(text),
});

/** A file with everything is easily forgotten in a chat: it is asked for twice. */
const exportConfirm: View = async (seen) => {
  if (!seen.reader) return null;
  const once = await confirming(seen, "exportyes");
  const yes = button(seen.t("button.export-yes"), once("exportyes"), "replace", "main");
  const no = button(seen.t("button.not-now"), "away", "replace");
  const lines = [paragraph(seen.t("export.confirm")), paragraph(seen.t("export.stays")), note(seen.t("export.passes"))];
  return message(lines, [[yes, no]]);
};

/** Made when it is sent, so that the file lies nowhere before. */
const exported: View = async (seen) => {
  if (!seen.reader) return null;
  const { json, page } = await exportOf(seen, seen.reader);
  const { files, left } = await ownFiles(seen, seen.reader, seen.t);
  const away = button(seen.t("button.resources-away"), "away", "replace");
  return message(
    [
      paragraph(seen.t("export.line")),
      ...(left > 0 ? [note(seen.t("export.files-left", { count: left }))] : []),
      file("ampersand-export.json", "application/json", json),
      file("ampersand-export.html", "text/html", page),
      ...files,
      note(seen.t("export.under")),
    ],
    [[away]],
  );
};

export const exportViews: Readonly<Record<string, View>> = { "export-confirm": exportConfirm, export: exported };
