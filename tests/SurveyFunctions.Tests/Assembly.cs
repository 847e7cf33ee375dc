using TestSupport;

[assembly: AssemblyFixture(typeof(AppFixture))]
