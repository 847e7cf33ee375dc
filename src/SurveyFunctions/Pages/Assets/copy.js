// A button that copies a text. Without script there is none: the text itself is selected with one tap.
(function () {
  var button = document.querySelector("button[data-copied]");
  var text = document.getElementById(button.dataset.copies);
  button.hidden = false;
  button.addEventListener("click", function () {
    getSelection().selectAllChildren(text);
    if (document.execCommand("copy")) button.textContent = button.dataset.copied;
  });
})();
