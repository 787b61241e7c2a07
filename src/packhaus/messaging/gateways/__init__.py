"""Who carries texts: providers of SMS and of WhatsApp Business, and a folder for trying out."""
