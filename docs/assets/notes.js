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
