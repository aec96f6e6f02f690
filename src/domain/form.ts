/** `plain`: no markup and no links. `small`: in smaller parts as well. `words`: no pictures and no buttons either. */
export type SimplerForm = "plain" | "small" | "words";

const FORMS: readonly SimplerForm[] = ["plain", "small", "words"];

/** The form to try after one that was refused (undefined: the full one), or null after the simplest. */
export function formAfter(form: SimplerForm | undefined): SimplerForm | null {
  return FORMS[form === undefined ? 0 : FORMS.indexOf(form) + 1] ?? null;
}
