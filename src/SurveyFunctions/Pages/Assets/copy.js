// A button that copies a text, without which the text itself is selected with one tap; and the name of the site in the saved file, which
// only the browser is sure of.
(function () {
  var button = document.querySelector("button[data-copies]");
  button.hidden = false;
  button.addEventListener("click", function () {
    getSelection().selectAllChildren(document.getElementById(button.dataset.copies));
    button.nextElementSibling.hidden = !document.execCommand("copy");
  });
  var file = document.getElementById("receipt-file");
  if (file) file.href = file.href.replace("%2Fwithdraw", encodeURIComponent(location.origin) + "%2Fwithdraw");
})();
