"""Addresses of the peer."""

from django.urls import include, path
from rest_framework.routers import SimpleRouter

from bench.peer.views import HoursViewSet, LotViewSet

router = SimpleRouter()
router.register("hours", HoursViewSet, basename="hours")
router.register("lots", LotViewSet, basename="lots")
urlpatterns = [path("api/", include(router.urls))]
