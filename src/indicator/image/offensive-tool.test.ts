import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cronJob, indicatorTable, UNSEEN, uses } from '../testing.ts';
import { imageOffensiveTool, OFFENSIVE_IMAGES } from './offensive-tool.ts';

indicatorTable(imageOffensiveTool, {
  fires: {
    'a scanner by its repository': uses('registry.example.com/tools/nmap:7.95'),
    'a tool by a word of its name': uses('example/docker-masscan:latest'),
    'a tool by the owner of its repository': uses('kalilinux/anything'),
    'a name in capitals of the registry only': uses('REGISTRY.example.com:5000/tools/ncat@sha256:0123'),
    'a server that others call back to': uses('ghcr.io/its-a-feature/mythic_server:v3'),
    'an implant by two words of its name': uses('example/merlin-agent-h2:latest'),
    'a tool beside the program of another': cronJob({
      containers: [
        { name: 'a', image: 'example/nmap:7.95' },
        { name: 'b', image: 'alpine:3.20', command: ['nmap', '-sV', '192.0.2.0/28'] },
      ],
    }),
    'a name of several words': uses('example/reverse-shell'),
  },
  staysSilent: {
    'a name that only begins like a tool': uses('example/nmapper:1'),
    'a tool as the name of a registry': uses('nmap.example.com/shop/report:1'),
    'a tool as a tag': uses('example/report:nmap'),
    'the AWS development kit': uses('example/aws-cdk:2'),
    'an OAuth server with the name of a guesser of passwords': uses('oryd/hydra:v2.3.0'),
    'a host of that name': uses('example/mythic-beasts-dns:1'),
    'a product with half the name of an implant': uses('example/merlin-transformers:1'),
    'a tool that its command names already': cronJob({
      containers: [{ name: 'main', image: 'example/nmap:7.95', command: ['nmap', '-sV', '192.0.2.0/28'] }],
    }),
    'an ordinary image': uses('postgres:17'),
  },
  cannotTell: UNSEEN,
});

for (const name of OFFENSIVE_IMAGES) {
  test(`${name} is known`, () => assert.equal(imageOffensiveTool.assess(uses(`example/${name}:1`)).kind, 'hit'));
}
