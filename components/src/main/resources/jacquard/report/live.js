// Brings the page up to date each second, part by part, so that what did not change stays as it is.
(function () {
  "use strict";
  var live = document.getElementById("live");
  var status = document.getElementById("status");
  history.replaceState(null, "", "/");

  function update(html) {
    var next = document.createElement("div");
    next.innerHTML = html;
    Array.from(next.children).forEach(function (part) {
      var old = document.getElementById(part.id);
      if (!old) {
        var before = part.nextElementSibling ? document.getElementById(part.nextElementSibling.id) : null;
        live.insertBefore(part.cloneNode(true), before);
      } else if (old.innerHTML !== part.innerHTML) {
        old.innerHTML = part.innerHTML;
      }
    });
  }

  function say(text, isLost) {
    status.textContent = text;
    status.className = isLost ? "status lost" : "status";
  }

  function look() {
    return fetch("/main", { cache: "no-store" }).then(function (answer) {
      return answer.text().then(function (text) {
        if (answer.ok) {
          update(text);
          say("live", false);
        } else if (answer.status !== 503) {
          say(text, true);
        }
      });
    }).catch(function () {
      say("no answer: the process has ended; what is shown is the last that was known", true);
    });
  }

  document.addEventListener("submit", function (event) {
    event.preventDefault();
    var form = new FormData(event.target, event.submitter);
    fetch("/control", { method: "POST", body: new URLSearchParams(form), redirect: "manual" })
      .then(function () { setTimeout(look, 100); })
      .catch(look);
  });

  function again() {
    look().then(function () { setTimeout(again, 1000); });
  }
  setTimeout(again, 1000);
})();
