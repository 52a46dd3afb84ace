// On paper the solutions of a page stand at its end, each under the name of its exercise.
const unprinted = []

addEventListener("beforeprint", () => {
  for (const article of document.querySelectorAll("article:has(.solution)")) {
    const heading = Object.assign(document.createElement("h2"), { textContent: "Solutions" })
    article.append(heading)
    unprinted.push(() => heading.remove())
    for (const solution of article.querySelectorAll(".exercise + .solution")) {
      const exercise = solution.previousElementSibling
      const name = document.createElement("h3")
      name.textContent = exercise.querySelector(".admonition-title").textContent
      article.append(name, solution)
      unprinted.push(() => (name.remove(), exercise.after(solution)))
    }
  }
})

addEventListener("afterprint", () => unprinted.splice(0).forEach((undo) => undo()))
