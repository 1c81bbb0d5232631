/** Talking with the API of the same server: what it answers, what it complains of, and writing with the token that it wants. */

/** What the API says went wrong, with the way out. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    detail: string,
    readonly wayOut: string,
  ) {
    super(detail);
  }

  /** Both in one line, as a person reads it. */
  get told(): string {
    return this.wayOut && !this.message.includes(this.wayOut) ? `${this.message}: ${this.wayOut}` : this.message;
  }
}

/** Reads what lies at a path. Throws `ApiError`; an abort by `signal` comes through as it is. */
export async function read<T>(path: string, signal?: AbortSignal): Promise<T> {
  return answer<T>(await reach(path, { signal: signal ?? null }));
}

/** Sends a body to a path, by default by POST, as the person who is logged in. Throws `ApiError`. */
export async function send<T>(path: string, body: unknown, method = "POST"): Promise<T> {
  const session = await read<{ csrf: string }>("/api/session");
  const headers = { "Content-Type": "application/json", "X-CSRF-Token": session.csrf };
  return answer<T>(await reach(path, { method, headers, body: JSON.stringify(body) }));
}

async function reach(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, { headers: { Accept: "application/json" }, ...init });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ApiError(0, "the server does not answer", "see whether `incidentbook serve` still runs, then try again");
  }
}

async function answer<T>(response: Response): Promise<T> {
  if (response.status === 204) return undefined as T;
  if (response.ok) return (await response.json()) as T;
  if (response.status === 401 && location.pathname !== "/login") {
    location.assign(`/login?next=${encodeURIComponent(location.pathname + location.search)}`);
  }
  const said = (await response.json().catch(() => ({}))) as { detail?: string; way_out?: string };
  throw new ApiError(response.status, said.detail ?? `the server answered ${response.status}`, said.way_out ?? "");
}
