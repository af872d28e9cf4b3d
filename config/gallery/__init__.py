"""The gallery: every component of the site with samples, one beside the other, in every environment but production."""
