// Shows one sentence when the push service calls; it carries no words and names nobody.
self.addEventListener("push", (event) => {
  event.waitUntil(self.registration.showNotification({{ _("There is something new to read")|tojson }}, { tag: "news", body: {{ _("Open it with your five words.")|tojson }} }));
});
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(self.clients.openWindow({{ url_for("complaint.talk")|tojson }}));
});
