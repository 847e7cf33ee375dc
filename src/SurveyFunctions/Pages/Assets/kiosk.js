// On a shared device. Browsers keep pages that somebody leaves and show them again as they were, answers and receipt included: they are
// emptied on leaving, and whoever comes back to one gets a new form.
(function () {
  var start = document.currentScript.dataset.start;
  addEventListener("pagehide", function () { document.body.textContent = ""; });
  addEventListener("pageshow", function (event) {
    if (event.persisted) location.replace(start);
  });
})();
