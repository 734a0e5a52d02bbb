import type { Reading } from '../model/activity.ts';
import type { ImageFact } from '../model/facts.ts';
import { pointer, textAt } from '../model/json.ts';
import { containersOf, inContainer } from './places.ts';

export const imagesOf = (reading: Reading): readonly ImageFact[] => {
  const found: ImageFact[] = [];
  for (const { container } of containersOf(reading)) {
    const written = textAt(container.spec, 'image');
    if (written === null || written.trim() === '') continue;
    found.push({ ...inContainer(reading, container, pointer(container.pointer, 'image')), ...parseImage(written) });
  }
  return found;
};

export type ImageReference = Pick<ImageFact, 'reference' | 'registry' | 'repository' | 'base' | 'tag' | 'digest'>;

/**
 * Reads an image reference as the container runtimes do: the first part is a registry only when it has a dot, a port
 * or is `localhost`; a name without a slash is one of Docker Hub's `library`.
 * Grammar: https://github.com/distribution/reference
 */
export const parseImage = (written: string): ImageReference => {
  const text = written.trim();
  const at = text.indexOf('@');
  const digest = at < 0 ? null : text.slice(at + 1) || null;
  const named = at < 0 ? text : text.slice(0, at);
  const slash = named.indexOf('/');
  const first = slash < 0 ? '' : named.slice(0, slash);
  const hasRegistry = first !== '' && (first.includes('.') || first.includes(':') || first === 'localhost');
  const registry = hasRegistry ? hubName(first) : 'docker.io';
  const rest = hasRegistry ? named.slice(slash + 1) : named;
  const colon = rest.lastIndexOf(':');
  const tagged = colon > rest.lastIndexOf('/');
  const path = tagged ? rest.slice(0, colon) : rest;
  const repository = registry === 'docker.io' && !path.includes('/') ? `library/${path}` : path;
  return {
    reference: written,
    registry,
    repository,
    base: repository.slice(repository.lastIndexOf('/') + 1),
    tag: tagged ? rest.slice(colon + 1) || null : null,
    digest,
  };
};

const hubName = (host: string): string =>
  host === 'index.docker.io' || host === 'registry-1.docker.io' ? 'docker.io' : host;
