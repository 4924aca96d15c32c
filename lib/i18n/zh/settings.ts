import type { settings as english } from "#lib/i18n/en/settings.ts";

export const settings: Readonly<Record<keyof typeof english, string>> = {
  "settings.title": "设置",
  "settings.sending": "发送",
  "budget.title": "对 ECS 的调用",
  "budget.lead":
    "本服务器最近 60 秒内的调用次数与自设上限：上限为 ECS 配额的一半，其余留给控制台和该账号的其他工具。",
  "budget.action": "API",
  "budget.region": "地域",
  "budget.account": "账号",
  "budget.used": "60 秒内调用",
  "budget.allowed": "60 秒内上限",
  "budget.held": "暂缓",
  "budget.backOff": "ECS 已限流；暂缓至",
  "budget.none": "最近一分钟内没有调用。",
  "settings.sending.banner": "已停止发送。",
  "settings.sending.unreadable": "无法读取该开关，因此不会发送任何请求。",
  "settings.sending.allowed": "允许发送",
  "settings.sending.allowed.body": "所有副本都会把请求发往 ECS。",
  "settings.sending.stopped": "已停止发送",
  "settings.sending.stopped.body":
    "所有副本都不会开始新请求，也不会再次发送。已经发往 ECS 的请求会继续跟踪到底。",
  "settings.sending.by": "最近操作人",
  "settings.sending.at": "时间",
  "settings.sending.reasonHint": "至少 8 个字符。所有已登录的人都能看到，并会写入审计日志。",
  "settings.sending.stop": "停止所有发送",
  "settings.sending.allow": "重新允许发送",
  "settings.sending.nowStopped": "已停止发送",
  "settings.sending.nowAllowed": "已重新允许发送",
};
