"""Every body that sends people: regional offices, directorates, outside bodies; and their posts."""
