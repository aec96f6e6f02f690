/**
 * Derives `api.json` from the published Bot API types (`@gramio/types`, MIT).
 *
 * Run `npx node test/fakes/telegram/generate-api.ts` after an update of that package; a test
 * fails while the committed table and the installed types differ, so the fake cannot go stale.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import type { ApiTable, FieldTable } from "./validate.ts";

/** The methods that the fake answers; anything else is refused as unknown. */
const METHODS = (
  "getMe getUpdates setWebhook deleteWebhook getWebhookInfo logOut close sendMessage editMessageText " +
  "editMessageCaption editMessageMedia editMessageReplyMarkup deleteMessage deleteMessages answerCallbackQuery getChat getChatMember " +
  "getChatMemberCount getChatAdministrators leaveChat setMyCommands deleteMyCommands getMyCommands setMyDescription " +
  "getMyDescription setMyShortDescription getMyShortDescription setMyName getMyName sendDocument sendPhoto sendVoice " +
  "sendVideoNote sendVideo sendMediaGroup getFile setMessageReaction sendChatAction"
).split(" ");

type Declarations = Map<string, ts.InterfaceDeclaration | ts.TypeAliasDeclaration>;

function declarationsOf(file: string): Declarations {
  const path = fileURLToPath(new URL(`../../../node_modules/@gramio/types/out/${file}`, import.meta.url));
  const source = ts.createSourceFile(file, readFileSync(path, "utf8"), ts.ScriptTarget.Latest, true);
  const found: Declarations = new Map();
  for (const statement of source.statements) {
    if (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement)) {
      found.set(statement.name.text, statement);
    }
  }
  return found;
}

/** Interfaces that only carry helpers of the library (`toJSON`, `toString`) are not on the wire. */
function isHelper(node: ts.TypeNode): boolean {
  return ts.isTypeLiteralNode(node) && node.members.every((m) => ts.isMethodSignature(m));
}

class Generator {
  readonly types: Record<string, FieldTable> = {};
  readonly #objects = declarationsOf("objects.d.ts");
  readonly #params = declarationsOf("params.d.ts");

  /** The fields of a method's parameters; a method without parameters has none. */
  method(name: string): FieldTable {
    const declaration = this.#params.get(`${name.charAt(0).toUpperCase()}${name.slice(1)}Params`);
    return declaration && ts.isInterfaceDeclaration(declaration) ? this.#fields(declaration) : {};
  }

  #fields(declaration: ts.InterfaceDeclaration): FieldTable {
    const fields: FieldTable = {};
    for (const member of declaration.members) {
      if (!ts.isPropertySignature(member) || !member.type) continue;
      const name = ts.isStringLiteral(member.name) ? member.name.text : member.name.getText();
      fields[member.questionToken ? `${name}?` : name] = this.#type(member.type);
    }
    return fields;
  }

  #type(node: ts.TypeNode): string {
    if (ts.isParenthesizedTypeNode(node)) return this.#type(node.type);
    if (ts.isArrayTypeNode(node)) {
      const inner = this.#type(node.elementType);
      return inner.includes(" | ") ? `(${inner})[]` : `${inner}[]`;
    }
    if (ts.isUnionTypeNode(node)) {
      const parts = node.types.filter((t) => !isHelper(t)).map((t) => this.#type(t));
      return [...new Set(parts)].join(" | ");
    }
    if (ts.isLiteralTypeNode(node) || !ts.isTypeReferenceNode(node)) return node.getText();
    return this.#reference(node);
  }

  #reference(node: ts.TypeReferenceNode): string {
    const name = node.typeName.getText().replace(/^Objects\./, "");
    if (name === "Exclude") return this.#updateKinds();
    if (name === "TelegramInputFile") return "file";
    // A tree of some fifty types that the fake does not model: present or absent is all it looks at.
    if (name === "TelegramInputRichMessage") return "object";
    const declaration = this.#objects.get(name) ?? this.#params.get(name);
    if (!declaration) throw new Error(`The published types do not declare ${name}`);
    if (ts.isTypeAliasDeclaration(declaration)) return this.#type(declaration.type);
    const short = name.replace(/^Telegram/, "");
    if (!(short in this.types)) {
      this.types[short] = {};
      this.types[short] = this.#fields(declaration);
    }
    return short;
  }

  /** `allowed_updates` is written in the types as “every key of Update but the id”. */
  #updateKinds(): string {
    const update = this.#objects.get("TelegramUpdate");
    if (!update || !ts.isInterfaceDeclaration(update)) throw new Error("The published types do not declare Update");
    const names = update.members.flatMap((m) => (ts.isPropertySignature(m) ? [m.name.getText()] : []));
    return names
      .filter((n) => n !== "update_id")
      .map((n) => JSON.stringify(n))
      .join(" | ");
  }
}

/** Builds the table from the installed `@gramio/types`. */
export function buildApiTable(): ApiTable {
  const generator = new Generator();
  const methods = Object.fromEntries(METHODS.map((name) => [name, generator.method(name)]));
  return { source: "@gramio/types (MIT)", methods, types: generator.types };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const target = fileURLToPath(new URL("./api.json", import.meta.url));
  writeFileSync(target, `${JSON.stringify(buildApiTable(), null, 2)}\n`);
}
