// A report of an error names the section that is being read: its anchor follows the reader in the address.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a.report")
  if (!link) return
  const address = new URL(link.href)
  address.searchParams.set("body", `${location.href}\n${link.dataset.version}\n\n`)
  link.href = address.href
})

// A copied formula is its LaTeX: browsers would copy the glyphs of MathML one by one.
document.addEventListener("copy", (event) => {
  const selection = document.getSelection()
  if (!selection.rangeCount) return
  const copied = selection.getRangeAt(0).cloneContents()
  const formulas = copied.querySelectorAll("math[alttext]")
  if (!formulas.length) return
  formulas.forEach((formula) => formula.replaceWith(`$${formula.getAttribute("alttext")}$`))
  event.clipboardData.setData("text/plain", copied.textContent)
  event.preventDefault()
})
