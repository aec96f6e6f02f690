/** Finding a page of the guide by what somebody types. */
import { expect, test } from "vitest";
import { loadContent } from "../../src/content/load.ts";
import { findPage } from "../../src/domain/guide.ts";
import { DATA } from "../content/sample.ts";

const pages = loadContent(DATA).guide("en");

test.each([
  ["rituals", "rituals"],
  ["Wounds", "wounds"],
  ["open up", "openup"],
  ["breach of trust", "breach"],
  ["Does therapy help?", "therapy"],
  ["therpy", "therapy"],
  ["closness", "openness"],
  ["far apart", "distant"],
  ["necessary", "needed"],
])("“%s” finds %s", (typed, id) => {
  expect(findPage(pages, typed)?.id).toBe(id);
});

test.each(["", "  ", "?!", "e", "xyzzyxyzzy"])("“%s” finds none", (typed) => {
  expect(findPage(pages, typed)).toBeUndefined();
});
