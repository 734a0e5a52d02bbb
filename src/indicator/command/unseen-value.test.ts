import { blank, indicatorTable, pod, script, UNSEEN } from '../testing.ts';
import { commandUnseenValue } from './unseen-value.ts';

const withEnvironment = (text: string, entry: Record<string, string | Record<string, Record<string, string>>>) =>
  pod({ containers: [{ name: 'main', command: ['sh', '-c', text], env: [entry] }] });

indicatorTable(commandUnseenValue, {
  fires: {
    'a variable that is evaluated': script('eval "$TASK"'),
    'a variable as the text of a shell': script('sh -c "$TASK"'),
    'a variable that names the program': script('$TASK --now'),
    'a variable that is piped into a shell': script('echo "$TASK" | sh'),
    'the same under another name': script('A=$TASK; eval "$A"'),
  },
  staysSilent: {
    'a variable as an argument': script('report --since "$SINCE"'),
    'a variable in a path': script('"$JAVA_HOME/bin/java" -jar /app.jar'),
    'a variable that the command sets': script('TASK=date; eval "$TASK"'),
    'a variable that the container sets': withEnvironment('eval "$TASK"', { name: 'TASK', value: 'date' }),
    'a value that another object holds': withEnvironment('eval "$TASK"', {
      name: 'TASK',
      valueFrom: { configMapKeyRef: { name: 'tasks', key: 'task' } },
    }),
    'the arguments of the script': script('"$@"'),
    'the word of a loop': script('for one in $(ls /tasks); do $one; done'),
    'no command set': blank,
  },
  cannotTell: UNSEEN,
});
