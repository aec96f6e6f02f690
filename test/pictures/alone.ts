/** A program of its own that has one picture drawn, and then has nothing more to do. */
import { createDraw } from "../../src/pictures/draw.ts";
import { png } from "./files.ts";

const photo = { mime: "image/png", data: process.argv[2] === "large" ? png(8_000, 5_000) : png(8, 5) };
const square = { label: "Home", line: "the lake", photo };
await createDraw()({ kind: "board", title: "Ana", squares: Array(6).fill(square) });
