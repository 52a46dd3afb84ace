// A report of an error names the section that is being read: its anchor follows the reader in the address.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a.report")
  if (!link) return
  const address = new URL(link.href)
  address.searchParams.set("body", `${location.href}\n${link.dataset.version}\n\n`)
  link.href = address.href
})

// What is copied is what is seen, and a formula its LaTeX: browsers would copy the glyphs of MathML one by one.
const UNSEEN = "details:not([open]) > :not(summary), .headerlink, .md-code__nav"
document.addEventListener("copy", (event) => {
  const selection = document.getSelection()
  if (!selection.rangeCount) return
  const passage = document.createElement("div")
  passage.append(selection.getRangeAt(0).cloneContents())
  const formulas = passage.querySelectorAll("math[alttext]")
  if (!formulas.length) return
  passage.querySelectorAll(UNSEEN).forEach((part) => part.remove())
  passage.querySelectorAll("a[href]").forEach((link) => link.setAttribute("href", link.href))
  formulas.forEach((formula) => formula.replaceWith(`$${formula.getAttribute("alttext")}$`))
  document.body.append(passage) // its text has lines only where it is shown
  event.clipboardData.setData("text/plain", passage.innerText)
  event.clipboardData.setData("text/html", passage.innerHTML)
  passage.remove()
  event.preventDefault()
})

// A formula that scrolls can be reached and moved by keyboard.
const sizes = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    if (target.scrollWidth > target.clientWidth) {
      target.tabIndex = 0
      target.role = "group"
      target.ariaLabel = "Formula, wider than its column"
    } else {
      for (const name of ["tabindex", "role", "aria-label"]) target.removeAttribute(name)
    }
  }
})
const reachable = (part) => part.querySelectorAll(".equation-body, .wide").forEach((formula) => sizes.observe(formula))
reachable(document)

// The theme puts the buttons of each block into a landmark without a name.
document$.subscribe(() => document.querySelectorAll(".md-code__nav").forEach((buttons) => (buttons.role = "none")))
