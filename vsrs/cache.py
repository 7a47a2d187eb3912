"""Django's Redis cache, with one client a thread instead of a new one for each value."""

from functools import cache

from django.core.cache.backends.redis import RedisCache, RedisCacheClient


class Client(RedisCacheClient):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._made = cache(lambda pool: self._client(connection_pool=pool))

    def get_client(self, key=None, *, write=False):
        return self._made(self._get_connection_pool(write))


class Cache(RedisCache):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._class = Client
