// Which connections a process has, as the kernel tells.

import { readdirSync, readFileSync, readlinkSync } from "node:fs";

/** The sockets of a process that lead to the network, local ones included; pipes and sockets in the file system are none. */
export function networkSockets(pid: number): string[] {
  const links = readdirSync(`/proc/${pid}/fd`).map((descriptor) => readlinkSync(`/proc/${pid}/fd/${descriptor}`));
  const rows = ["tcp", "tcp6", "udp", "udp6"].flatMap((table) => readFileSync(`/proc/${pid}/net/${table}`, "utf8").split("\n"));
  return rows.filter((row) => links.includes(`socket:[${row.trim().split(/\s+/)[9]}]`));
}
