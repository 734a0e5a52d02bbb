import type { Facts, FirstTimeFacts } from '../model/facts.ts';
import type { Indicator, Outcome } from '../model/indicator.ts';
import { actorAnonymous } from './actor/anonymous.ts';
import { actorAnonymousRefused } from './actor/anonymous-refused.ts';
import { actorControllerBeyondDuty } from './actor/controller-beyond-duty.ts';
import { actorControllerElsewhere } from './actor/controller-elsewhere.ts';
import { actorControllerIdentity } from './actor/controller-identity.ts';
import { actorForgedOwner } from './actor/forged-owner.ts';
import { actorImpersonation } from './actor/impersonation.ts';
import { actorPodIdentity } from './actor/pod-identity.ts';
import { baselineNewAuthor } from './baseline/new-author.ts';
import { baselineNewContent } from './baseline/new-content.ts';
import { baselineNewOrigin } from './baseline/new-origin.ts';
import { changeCommandAdded } from './change/command-added.ts';
import { changeHistoryLimitsZeroed } from './change/history-limits-zeroed.ts';
import { changeImageSwapped } from './change/image-swapped.ts';
import { changePrivilegeRaised } from './change/privilege-raised.ts';
import { changeScheduleTightened } from './change/schedule-tightened.ts';
import { changeServiceAccountRaised } from './change/service-account-raised.ts';
import { changeUnSuspended } from './change/un-suspended.ts';
import { commandAddressSweep } from './command/address-sweep.ts';
import { commandAttackKit } from './command/attack-kit.ts';
import { commandBandwidthResale } from './command/bandwidth-resale.ts';
import { commandBareAddress } from './command/bare-address.ts';
import { commandBareAddressTold } from './command/bare-address-told.ts';
import { commandCallBackLoop } from './command/call-back-loop.ts';
import { commandCertificateBackdoor } from './command/certificate-backdoor.ts';
import { commandChatControl } from './command/chat-control.ts';
import { commandCloudGrant } from './command/cloud-grant.ts';
import { commandCloudMachines } from './command/cloud-machines.ts';
import { commandCloudShare } from './command/cloud-share.ts';
import { commandClusterGrant } from './command/cluster-grant.ts';
import { commandClusterGrantWide } from './command/cluster-grant-wide.ts';
import { commandClusterNames } from './command/cluster-names.ts';
import { commandClusterNamesOutside } from './command/cluster-names-outside.ts';
import { commandClusterTunnel } from './command/cluster-tunnel.ts';
import { commandControllerToken } from './command/controller-token.ts';
import { commandCopyOutside } from './command/copy-outside.ts';
import { commandCreatedPower } from './command/created-power.ts';
import { commandCredentialAccess } from './command/credential-access.ts';
import { commandCredentialHunt } from './command/credential-hunt.ts';
import { commandCredentialSend } from './command/credential-send.ts';
import { commandCredentialShown } from './command/credential-shown.ts';
import { commandCredentialStaging } from './command/credential-staging.ts';
import { commandDataDestruction } from './command/data-destruction.ts';
import { commandDataDestructionWide } from './command/data-destruction-wide.ts';
import { commandDataPour } from './command/data-pour.ts';
import { commandDataSend } from './command/data-send.ts';
import { commandDataUnload } from './command/data-unload.ts';
import { commandDatabaseProgram } from './command/database-program.ts';
import { commandDeadDrop } from './command/dead-drop.ts';
import { commandDecodeExecute } from './command/decode-execute.ts';
import { commandDecodedScript } from './command/decoded-script.ts';
import { commandDefenceAttempt } from './command/defence-attempt.ts';
import { commandDefenceRemoval } from './command/defence-removal.ts';
import { commandDeliverySource } from './command/delivery-source.ts';
import { commandDestruction } from './command/destruction.ts';
import { commandDownloadClient } from './command/download-client.ts';
import { commandEvidenceMoved } from './command/evidence-moved.ts';
import { commandEvidenceRemoval } from './command/evidence-removal.ts';
import { commandExploitRequest } from './command/exploit-request.ts';
import { commandFetchedCode } from './command/fetched-code.ts';
import { commandFilesMailed } from './command/files-mailed.ts';
import { commandFirewallFlush } from './command/firewall-flush.ts';
import { commandFlood } from './command/flood.ts';
import { commandHiddenObjects } from './command/hidden-objects.ts';
import { commandHiddenProgram } from './command/hidden-program.ts';
import { commandHostCredentialRead } from './command/host-credential-read.ts';
import { commandHostEntry } from './command/host-entry.ts';
import { commandHostFileSend } from './command/host-file-send.ts';
import { commandHostMaintenance } from './command/host-maintenance.ts';
import { commandIdle } from './command/idle.ts';
import { commandImageEverywhere } from './command/image-everywhere.ts';
import { commandImageSwap } from './command/image-swap.ts';
import { commandImpersonation } from './command/impersonation.ts';
import { commandInjectedContainer } from './command/injected-container.ts';
import { commandInlineInterpreter } from './command/inline-interpreter.ts';
import { commandInlineShell } from './command/inline-shell.ts';
import { commandInsecureApiServer } from './command/insecure-api-server.ts';
import { commandInstallerScript } from './command/installer-script.ts';
import { commandKernelEscape } from './command/kernel-escape.ts';
import { commandKeyedCode } from './command/keyed-code.ts';
import { commandKubeletRun } from './command/kubelet-run.ts';
import { commandLinkEscape } from './command/link-escape.ts';
import { commandListener } from './command/listener.ts';
import { commandLoginKey } from './command/login-key.ts';
import { commandLoginServer } from './command/login-server.ts';
import { commandMailTakeover } from './command/mail-takeover.ts';
import { commandMasquerade } from './command/masquerade.ts';
import { commandMassMail } from './command/mass-mail.ts';
import { commandMemoryDump } from './command/memory-dump.ts';
import { commandMiner } from './command/miner.ts';
import { commandNameTunnel } from './command/name-tunnel.ts';
import { commandNameTunnelPieces } from './command/name-tunnel-pieces.ts';
import { commandOffensiveTool } from './command/offensive-tool.ts';
import { commandOpenProxy } from './command/open-proxy.ts';
import { commandOversized } from './command/oversized.ts';
import { commandOwnGrant } from './command/own-grant.ts';
import { commandPackageFromAddress } from './command/package-from-address.ts';
import { commandPageSkimmer } from './command/page-skimmer.ts';
import { commandPasswordGuessing } from './command/password-guessing.ts';
import { commandPersistenceWrite } from './command/persistence-write.ts';
import { commandPlantedCode } from './command/planted-code.ts';
import { commandPodRemoval } from './command/pod-removal.ts';
import { commandPreload } from './command/preload.ts';
import { commandRansom } from './command/ransom.ts';
import { commandReconSend } from './command/recon-send.ts';
import { commandRedisFile } from './command/redis-file.ts';
import { commandRemoteFetchExecute } from './command/remote-fetch-execute.ts';
import { commandReverseShell } from './command/reverse-shell.ts';
import { commandReverseTunnel } from './command/reverse-tunnel.ts';
import { commandRuntimeClient } from './command/runtime-client.ts';
import { commandRuntimeRun } from './command/runtime-run.ts';
import { commandSetuid } from './command/setuid.ts';
import { commandStorageDrain } from './command/storage-drain.ts';
import { commandTokenShown } from './command/token-shown.ts';
import { commandTokenSignIn } from './command/token-sign-in.ts';
import { commandToolInstall } from './command/tool-install.ts';
import { commandTrafficMirror } from './command/traffic-mirror.ts';
import { commandTrafficRedirect } from './command/traffic-redirect.ts';
import { commandTunnel } from './command/tunnel.ts';
import { commandUnread } from './command/unread.ts';
import { commandUnseenContent } from './command/unseen-content.ts';
import { commandUnseenValue } from './command/unseen-value.ts';
import { commandWebShell } from './command/web-shell.ts';
import { commandWebhookOutside } from './command/webhook-outside.ts';
import { commandWorkloadRemoval } from './command/workload-removal.ts';
import { askedTogether } from './define.ts';
import { deliveryAuditIdReused } from './delivery/audit-id-reused.ts';
import { evasionCustomFinalizer } from './evasion/custom-finalizer.ts';
import { evasionFastDeletion } from './evasion/fast-deletion.ts';
import { evasionHistoryOff } from './evasion/history-off.ts';
import { evasionManagedBy } from './evasion/managed-by.ts';
import { evasionNoHistory } from './evasion/no-history.ts';
import { hostGitHook } from './host/git-hook.ts';
import { hostNamespaces } from './host/namespaces.ts';
import { hostNetwork } from './host/network.ts';
import { hostPathLog } from './host/path-log.ts';
import { hostPathOther } from './host/path-other.ts';
import { hostPathRoot } from './host/path-root.ts';
import { hostPathRootRead } from './host/path-root-read.ts';
import { hostPathSensitive } from './host/path-sensitive.ts';
import { hostPathSensitiveRead } from './host/path-sensitive-read.ts';
import { hostRuntimeSocket } from './host/runtime-socket.ts';
import { identityForeignAudience } from './identity/foreign-audience.ts';
import { identityManySecrets } from './identity/many-secrets.ts';
import { identityServiceAccountToken } from './identity/service-account-token.ts';
import { identityStrongServiceAccount } from './identity/strong-service-account.ts';
import { identitySystemServiceAccount } from './identity/system-service-account.ts';
import { identityTokenSecretMount } from './identity/token-secret-mount.ts';
import { imageAddressRegistry } from './image/address-registry.ts';
import { imageBandwidthResale } from './image/bandwidth-resale.ts';
import { imageGeneralPurpose } from './image/general-purpose.ts';
import { imageMiner } from './image/miner.ts';
import { imageOffensiveTool } from './image/offensive-tool.ts';
import { imageSystemLookalike } from './image/system-lookalike.ts';
import { imageTyposquat } from './image/typosquat.ts';
import { imageUnknownRegistry } from './image/unknown-registry.ts';
import { imageUntaggedOrLatest } from './image/untagged-or-latest.ts';
import { namingRunAhead } from './naming/run-ahead.ts';
import { namingSquattedRun } from './naming/squatted-run.ts';
import { namingSystemComponent } from './naming/system-component.ts';
import { placementControlPlane } from './placement/control-plane.ts';
import { placementEveryNode } from './placement/every-node.ts';
import { placementFanOut } from './placement/fan-out.ts';
import { placementPinnedNode } from './placement/pinned-node.ts';
import { placementSystemNamespace } from './placement/system-namespace.ts';
import { privilegeAdminCapability } from './privilege/admin-capability.ts';
import { privilegeDangerousCapability } from './privilege/dangerous-capability.ts';
import { privilegeExtraCapability } from './privilege/extra-capability.ts';
import { privilegePrivileged } from './privilege/privileged.ts';
import { privilegeSmuggledSysctl } from './privilege/smuggled-sysctl.ts';
import { privilegeUnconfined } from './privilege/unconfined.ts';
import { requestBodyUnseen } from './request/body-unseen.ts';
import { requestBodyWithheld } from './request/body-withheld.ts';
import { requestCopyDiffers } from './request/copy-differs.ts';
import { requestCopyUnproven } from './request/copy-unproven.ts';
import { requestRemovedApiVersion } from './request/removed-api-version.ts';
import { scheduleEveryMinute } from './schedule/every-minute.ts';
import { scheduleNeverFires } from './schedule/never-fires.ts';
import { scheduleSuspended } from './schedule/suspended.ts';

/** What a baseline tells: asked once more, when the whole input was read. */
export const BASELINE_INDICATORS: readonly Indicator[] = [baselineNewAuthor, baselineNewOrigin, baselineNewContent];

/** Every indicator there is, by family. A file that is not listed here does not judge. */
export const INDICATORS: readonly Indicator[] = [
  imageAddressRegistry,
  imageGeneralPurpose,
  imageMiner,
  imageBandwidthResale,
  imageOffensiveTool,
  imageSystemLookalike,
  imageTyposquat,
  imageUnknownRegistry,
  imageUntaggedOrLatest,
  commandClusterGrant,
  commandCredentialAccess,
  commandCredentialSend,
  commandDecodeExecute,
  commandDecodedScript,
  commandDestruction,
  commandDownloadClient,
  commandEvidenceMoved,
  commandEvidenceRemoval,
  commandHostCredentialRead,
  commandHostEntry,
  commandHostFileSend,
  commandHostMaintenance,
  commandIdle,
  commandImageEverywhere,
  commandImageSwap,
  commandInlineInterpreter,
  commandInlineShell,
  commandInsecureApiServer,
  commandInstallerScript,
  commandKernelEscape,
  commandListener,
  commandMiner,
  commandAttackKit,
  commandOffensiveTool,
  commandOversized,
  commandPersistenceWrite,
  commandReconSend,
  commandRemoteFetchExecute,
  commandReverseShell,
  commandSetuid,
  commandReverseTunnel,
  commandRuntimeClient,
  commandRuntimeRun,
  commandTokenSignIn,
  commandToolInstall,
  commandTunnel,
  commandUnread,
  commandUnseenValue,
  commandClusterGrantWide,
  commandCreatedPower,
  commandCredentialShown,
  commandTokenShown,
  commandCredentialStaging,
  commandLinkEscape,
  commandKubeletRun,
  commandWorkloadRemoval,
  commandClusterNames,
  commandClusterNamesOutside,
  commandPodRemoval,
  commandDefenceRemoval,
  commandDefenceAttempt,
  commandMasquerade,
  commandHiddenProgram,
  commandHiddenObjects,
  commandFirewallFlush,
  commandFetchedCode,
  commandOwnGrant,
  commandPackageFromAddress,
  commandPreload,
  commandRansom,
  commandDataDestruction,
  commandOpenProxy,
  commandWebhookOutside,
  commandWebShell,
  commandLoginServer,
  commandLoginKey,
  commandCloudGrant,
  commandCloudMachines,
  commandChatControl,
  commandControllerToken,
  commandInjectedContainer,
  commandDeliverySource,
  commandPlantedCode,
  commandPageSkimmer,
  commandCloudShare,
  commandCopyOutside,
  commandCredentialHunt,
  commandExploitRequest,
  commandNameTunnel,
  commandNameTunnelPieces,
  commandDataUnload,
  commandStorageDrain,
  commandMailTakeover,
  commandMassMail,
  commandImpersonation,
  commandMemoryDump,
  commandPasswordGuessing,
  commandTrafficRedirect,
  commandTrafficMirror,
  commandCallBackLoop,
  commandCertificateBackdoor,
  commandAddressSweep,
  commandBandwidthResale,
  commandBareAddress,
  commandBareAddressTold,
  commandFlood,
  commandRedisFile,
  commandClusterTunnel,
  commandDataDestructionWide,
  commandDataSend,
  commandDataPour,
  commandDatabaseProgram,
  commandDeadDrop,
  commandFilesMailed,
  commandKeyedCode,
  commandUnseenContent,
  hostGitHook,
  hostNamespaces,
  hostNetwork,
  hostPathLog,
  hostPathOther,
  hostPathRootRead,
  hostPathRoot,
  hostPathSensitiveRead,
  hostPathSensitive,
  hostRuntimeSocket,
  privilegeAdminCapability,
  privilegeDangerousCapability,
  privilegeExtraCapability,
  privilegePrivileged,
  privilegeSmuggledSysctl,
  privilegeUnconfined,
  identityForeignAudience,
  identityManySecrets,
  identityServiceAccountToken,
  identitySystemServiceAccount,
  identityTokenSecretMount,
  identityStrongServiceAccount,
  scheduleEveryMinute,
  scheduleNeverFires,
  scheduleSuspended,
  evasionCustomFinalizer,
  evasionFastDeletion,
  evasionHistoryOff,
  evasionManagedBy,
  evasionNoHistory,
  namingRunAhead,
  namingSquattedRun,
  namingSystemComponent,
  placementControlPlane,
  placementEveryNode,
  placementFanOut,
  placementPinnedNode,
  placementSystemNamespace,
  changeImageSwapped,
  changeCommandAdded,
  changePrivilegeRaised,
  changeServiceAccountRaised,
  changeUnSuspended,
  changeScheduleTightened,
  changeHistoryLimitsZeroed,
  actorAnonymous,
  actorAnonymousRefused,
  actorControllerBeyondDuty,
  actorControllerElsewhere,
  actorControllerIdentity,
  actorForgedOwner,
  actorImpersonation,
  actorPodIdentity,
  requestBodyUnseen,
  requestBodyWithheld,
  requestCopyDiffers,
  requestCopyUnproven,
  requestRemovedApiVersion,
  deliveryAuditIdReused,
  ...BASELINE_INDICATORS,
];

/** One outcome for each indicator, in the order of the list. */
export const assessAll: (facts: Facts) => readonly Outcome[] = askedTogether(INDICATORS);

/** Outcomes of the indicators that a baseline tells. */
export const assessFirstTimes = (facts: FirstTimeFacts): readonly Outcome[] =>
  // They need no other fact: a test of the registry says so.
  BASELINE_INDICATORS.map((indicator) => indicator.assess(facts as Facts));
