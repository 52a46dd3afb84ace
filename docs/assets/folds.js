// What is folded is built when it is first opened, or printed: a page of proofs would be too much for a phone.
function unfold(fold) {
  const kept = fold.querySelector(":scope > template")
  if (!kept) return
  kept.replaceWith(kept.content)
  reachable(fold)
  fold.querySelectorAll("pre > code").forEach((code) => (code.tabIndex = 0)) // it may scroll
}

new MutationObserver((changes) => changes.forEach(({ target }) => unfold(target))).observe(document, {
  attributeFilter: ["open"],
  subtree: true,
})
addEventListener("beforeprint", () => document.querySelectorAll("details").forEach(unfold))
