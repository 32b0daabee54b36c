// A figure that scrolls on a narrow screen can be reached by keyboard, as the theme does it for tables.
addEventListener("load", () => {
  for (const picture of document.querySelectorAll(".bd-article p > img:only-child")) {
    const box = picture.parentElement;
    if (box.scrollWidth > box.clientWidth) {
      box.tabIndex = 0;
      box.role = "group";
      box.ariaLabel = "figure, scrolls sideways";
    }
  }
});
