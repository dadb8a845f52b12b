import { type IncomingHttpHeaders } from 'node:http';
import { type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { type Access, ANONYMOUS_ACCESS } from '../common/access';
import { isGranted, readGrantedAccess } from '../common/http/request-access';
import { readConfig } from '../config/read-config';
import { ApiKeyMissingError, ApiKeyUnknownError, HostUnknownError, ScopeMissingError } from './access-error';
import { AccessGuard } from './access.guard';
import { KeyRing } from './key-ring';
import { makeApiKey } from './make-api-key';
import { OpenToAll } from './open-to-all.decorator';
import { RequireScope } from './require-scope.decorator';

class Plain {
  any(): void {
    return;
  }

  @RequireScope('cards:write')
  cards(): void {
    return;
  }

  @OpenToAll()
  open(): void {
    return;
  }
}

@RequireScope('chat')
class Chat {
  chat(): void {
    return;
  }

  @RequireScope('admin')
  admin(): void {
    return;
  }
}

@OpenToAll()
class Probes {
  live(): void {
    return;
  }
}

type Target = readonly [owner: new () => object, method: string];

const ANY: Target = [Plain, 'any'];
const CARDS: Target = [Plain, 'cards'];
const CHAT: Target = [Chat, 'chat'];
const ADMIN: Target = [Chat, 'admin'];

const voice = makeApiKey({ id: 'voice', tenant: 'acme', scopes: 'chat+assert_caller' });
const backOffice = makeApiKey({ id: 'back-office', tenant: 'acme', scopes: 'cards:write' });
const VOICE: Access = { keyId: 'voice', tenant: 'acme', scopes: ['chat', 'assert_caller'] };

describe(AccessGuard.name, () => {
  let lastRequest: object;

  function enter([owner, method]: Target, headers: IncomingHttpHeaders, apiKeys: string): Access | undefined {
    const guard = new AccessGuard(new KeyRing(readConfig({ API_KEYS: apiKeys })), new Reflector());
    const request = { headers: { host: 'localhost:8000', ...headers }, raw: {} };
    lastRequest = request;
    const context = {
      getClass: () => owner,
      getHandler: () => (owner.prototype as Record<string, unknown>)[method],
      switchToHttp: () => ({ getRequest: () => request }),
    } as unknown as ExecutionContext;
    expect(guard.canActivate(context)).toBe(true);
    return readGrantedAccess(request);
  }

  const bearer = ({ key }: { readonly key: string }): IncomingHttpHeaders => ({ authorization: `Bearer ${key}` });

  describe('when keys are configured', () => {
    const keys = [voice, backOffice].map(({ entry }) => entry).join(',');

    it.each([ANY, CHAT])('should let a key with the scope in, and say whose it is (%p)', (...target) => {
      expect(enter(target, bearer(voice), keys)).toEqual(VOICE);
    });

    it.each<[Target, typeof voice, string]>([
      [CARDS, voice, 'cards:write'],
      [CHAT, backOffice, 'chat'],
      [ADMIN, voice, 'admin'],
    ])('should refuse a key without the scope (%p)', (target, key, scope) => {
      expect(() => enter(target, bearer(key), keys)).toThrow(ScopeMissingError);
      expect(() => enter(target, bearer(key), keys)).toThrow(expect.objectContaining({ scope }) as Error);
      expect(isGranted(lastRequest)).toBe(true);
    });

    it.each([ANY, CARDS, CHAT])('should refuse a request without a key (%p)', (...target) => {
      expect(() => enter(target, {}, keys)).toThrow(ApiKeyMissingError);
    });

    it.each([
      'tlk_unknown',
      voice.key.slice(0, -1),
      `${voice.key}A`,
      voice.key.toUpperCase(),
      voice.entry,
      voice.entry.slice(-64),
      'anonymous',
      '',
    ])('should refuse what is no key of ours, and not repeat it (%s)', (wrong) => {
      const headers = { 'api-key': wrong === '' ? ' ' : wrong };
      expect(() => enter(ANY, headers, keys)).toThrow(ApiKeyUnknownError);
      expect(() => enter(ANY, headers, keys)).toThrow('The API key is not known.');
    });

    it.each<Target>([
      [Plain, 'open'],
      [Probes, 'live'],
    ])('should ask nothing where all may enter, and grant nothing there', (...target) => {
      expect(() => enter(target, {}, keys)).toThrow(/was not authenticated/);
    });
  });

  describe('when no key is configured', () => {
    it.each([{}, bearer(voice), { authorization: 'Basic x' }])('should know everybody as anonymous (%j)', (headers) => {
      for (const target of [ANY, CARDS, CHAT]) expect(enter(target, headers, '')).toEqual(ANONYMOUS_ACCESS);
    });

    it.each([
      'evil.example',
      'evil.example:8000',
      '127.0.0.1.evil.example',
      'localhost.evil.example',
      '10.0.0.1',
      '[::2]',
      '',
    ])('should refuse a request for a host that is not this machine (%s)', (host) => {
      for (const target of [ANY, CARDS, CHAT]) expect(() => enter(target, { host }, '')).toThrow(HostUnknownError);
      expect(isGranted(lastRequest)).toBe(false);
      expect(enter(ANY, { host, ...bearer(voice) }, voice.entry)).toEqual(VOICE);
    });

    it.each([
      'localhost',
      'LocalHost:8000',
      'agent.localhost:8000',
      '127.0.0.1:8000',
      '127.1.2.3',
      '[::1]:8000',
      '[::1]',
    ])('should serve one for this machine (%s)', (host) => {
      expect(enter(CHAT, { host }, '')).toEqual(ANONYMOUS_ACCESS);
    });

    it('should not grant what the demo has no use for', () => {
      expect(() => enter(ADMIN, {}, '')).toThrow(ScopeMissingError);
    });
  });
});
