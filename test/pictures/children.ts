/** Drawing processes as the operating system sees them (Linux). */
import { readdirSync, readFileSync, readlinkSync } from "node:fs";

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

/** The process ids of the drawing processes of a process. */
export function drawingProcesses(parent: number): number[] {
  let threads: string[] = [];
  try {
    threads = readdirSync(`/proc/${parent}/task`);
  } catch {}
  const children = threads.flatMap((id) => read(`/proc/${parent}/task/${id}/children`).split(" "));
  const ids = children.filter((id) => id.trim() !== "").map(Number);
  return ids.filter((id) => /pictures\/(child|poisoned)\.ts/.test(read(`/proc/${id}/cmdline`)));
}

export function isRunning(id: number): boolean {
  const state = /^State:\s+(\S)/m.exec(read(`/proc/${id}/status`))?.[1];
  return state !== undefined && state !== "Z";
}

/** Resident, in kB. */
export function memoryOf(id: number): number {
  return Number(/^VmRSS:\s+(\d+)/m.exec(read(`/proc/${id}/status`))?.[1] ?? 0);
}

/** What it was given: `NAME=value`. */
export function environmentOf(id: number): string[] {
  return read(`/proc/${id}/environ`).split("\0").filter(Boolean);
}

/** What its open files are. */
export function openFilesOf(id: number): string[] {
  const folder = `/proc/${id}/fd`;
  return readdirSync(folder).flatMap((fd) => {
    try {
      return [readlinkSync(`${folder}/${fd}`)];
    } catch {
      return [];
    }
  });
}
