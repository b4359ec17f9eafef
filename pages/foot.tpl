{{! The end of every page. Sections: SUPPORT_MAIL and SUPPORT_PAGE {ADDRESS}: where people find help.
    }}{{#SUPPORT_MAIL}}<footer><a href="mailto:{{ADDRESS}}">{{ADDRESS}}</a></footer>{{/SUPPORT_MAIL}}{{#SUPPORT_PAGE}}<footer><a href="{{ADDRESS}}">{{ADDRESS}}</a></footer>{{/SUPPORT_PAGE}}
</body>
</html>
