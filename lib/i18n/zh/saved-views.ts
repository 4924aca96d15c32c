import type { savedViews as english } from "#lib/i18n/en/saved-views.ts";

export const savedViews: Readonly<Record<keyof typeof english, string>> = {
  "views.title": "已保存的视图",
  "views.hint": "以名称保存筛选条件、排序和列；只有您能看到自己的视图",
  "views.none": "暂无。视图会保存当前的筛选条件、排序和显示的列。",
  "views.name": "此视图的名称",
  "views.save": "保存视图",
  "views.taken": "您已有同名的视图。",
  "views.full": "视图数量已达上限，请先删除一个。",
  "views.copy": "复制 {name} 的链接",
  "views.rename": "重命名",
  "views.renameThis": "重命名 {name}",
  "views.newName": "{name} 的新名称",
  "views.delete": "删除 {name}",
};
