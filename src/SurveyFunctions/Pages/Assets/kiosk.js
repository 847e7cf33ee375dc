// On a shared device. Browsers keep pages that somebody leaves and show them again as they were, answers and receipt included: they are
// emptied on leaving, and whoever comes back to one gets a new form. What answered a form is not asked for again either, with the answers
// sent once more: in the history stands the new form in its place.
(function () {
  history.replaceState(null, "", document.currentScript.dataset.start);
  addEventListener("pagehide", function () { document.body.textContent = ""; });
  addEventListener("pageshow", function (event) {
    if (event.persisted) location.reload();
  });
})();
