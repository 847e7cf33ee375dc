using Journeys.App;
using Journeys.Browsing;

[assembly: AssemblyFixture(typeof(SurveyApp))]
[assembly: AssemblyFixture(typeof(Browser))]
