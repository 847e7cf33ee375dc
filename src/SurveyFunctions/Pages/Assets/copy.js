// A button that copies a text. Without script there is none: the text itself is selected with one tap.
(function () {
  var button = document.querySelector("button[data-copies]");
  button.hidden = false;
  button.addEventListener("click", function () {
    getSelection().selectAllChildren(document.getElementById(button.dataset.copies));
    button.nextElementSibling.hidden = !document.execCommand("copy");
  });
})();
