import { unprocessable } from '../model/refusal.ts';

/** One page of a list, with the Link header for the other pages. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly headers: Readonly<Record<string, string>>;
}

/** Selects a page by `per_page` (default 30, at most 100) and `page`. `url` is the URL of the list without its query. */
export function pageOf<T>(all: readonly T[], query: URLSearchParams, url: string): Page<T> {
  const size = Math.min(positive(query, 'per_page', 30), 100);
  const page = positive(query, 'page', 1);
  const last = Math.max(1, Math.ceil(all.length / size));
  const link = (to: number, rel: string) => {
    const next = new URLSearchParams(query);
    next.set('per_page', String(size));
    next.set('page', String(to));
    return `<${url}?${next.toString()}>; rel="${rel}"`;
  };
  const links = [
    ...(page > 1 ? [link(page - 1, 'prev'), link(1, 'first')] : []),
    ...(page < last ? [link(page + 1, 'next'), link(last, 'last')] : []),
  ];
  return {
    items: all.slice((page - 1) * size, page * size),
    headers: links.length === 0 ? {} : { link: links.join(', ') },
  };
}

function positive(query: URLSearchParams, name: string, fallback: number): number {
  const text = query.get(name);
  if (text === null || text === '') return fallback;
  if (!/^\d+$/.test(text) || Number(text) === 0)
    throw unprocessable(`Invalid request.\n\nFor 'properties/${name}', "${text}" is not an integer.`);
  return Number(text);
}
