"""Listings as documents for the outside. Each takes only what passed the publish gate
(`listings.publishable`); the API and the exports share them."""
