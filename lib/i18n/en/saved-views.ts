/** A person's own views of a list. */
export const savedViews = {
  "views.title": "Saved views",
  "views.hint": "Keep filters, order and columns under a name; only you see your views",
  "views.none": "None yet. A view keeps the filters, the order and the columns that show.",
  "views.name": "Name for this view",
  "views.save": "Save view",
  "views.taken": "You have a view of this name.",
  "views.full": "There are as many views as there can be. Delete one first.",
  "views.copy": "Copy link of {name}",
  "views.rename": "Rename",
  "views.renameThis": "Rename {name}",
  "views.newName": "New name for {name}",
  "views.delete": "Delete {name}",
} as const;
