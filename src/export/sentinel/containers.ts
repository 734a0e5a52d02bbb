/** Text of a container that runs: arguments joined, and what it takes from the environment and on start and end. */
const COMMAND = `strcat(strcat_array(array_concat(L(K.command),L(K.args))," "),"\\n",tostring(K.source),tostring(K.script),tostring(K.env),tostring(K.lifecycle),tostring(K.livenessProbe.exec),tostring(K.readinessProbe.exec),tostring(K.startupProbe.exec))`;

/** Commands and images of a pod, and the text of what was not taken apart. */
const COMMANDS = `
| mv-apply K=C on (summarize Cmd=strcat_array(make_list(${COMMAND}),"\\n\\n"),Images=make_set(tostring(K.image)))
| extend Cmd=strcat(Cmd,Raw,iff(gettype(O)=="array",tostring(O),""))`;

/** KQL by what a theme's signals ask for. */
export const CONTAINERS = {
  commands: COMMANDS,
  commandsAndImages: `${COMMANDS}
| extend Repos=replace_regex(replace_regex(tostring(Images),@'"[^/"]*[.:][^/"]*/','"'),@'[:@][^"]*"','"')`,
  images: `
| mv-apply K=C on (summarize Images=make_set(tostring(K.image)))`,
  power: (isSensitive: string): string => `
| mv-apply K=C on (extend Sc=K.securityContext
  | mv-expand M=array_concat(L(K.volumeMounts),dynamic([{}])) | mv-expand A=array_concat(L(Sc.capabilities.add),dynamic([""])) to typeof(string)
  | summarize Privileged=countif(tobool(Sc.privileged)==true or tobool(Sc.windowsOptions.hostProcess)==true),Caps=make_set(replace_regex(toupper(A),"^CAP_","")),Writable=make_set_if(tostring(M.name),not(coalesce(tobool(M.readOnly),false))),Mounted=make_set(tostring(M.name)),Images=make_set(tostring(K.image)))
| mv-apply V=array_concat(L(S.volumes),dynamic([{}])) on (extend Vn=tostring(V.name),P=tostring(V.hostPath.path)
  | extend P=replace_regex(replace_regex(replace_regex(P,@"/(?:\\.?/)+","/"),@"(.)/$",@"\\1"),@"^/var/run(/|$)",@"/run\\1")
  | summarize Paths=make_set_if(P,set_has_element(iff(P endswith ".sock",Mounted,Writable),Vn)),Sensitive=countif(set_has_element(Writable,Vn) and ${isSensitive})
  )`,
} as const;
